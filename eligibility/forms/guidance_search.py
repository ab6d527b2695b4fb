"""The search box of the guidance pages."""

from django import forms

from eligibility.domain.guidance.finding import LONGEST_QUERY


class GuidanceSearchForm(forms.Form):
    """One optional field, sent by GET: an address with the words can be kept and passed on."""

    q = forms.CharField(label="Procurar", required=False, max_length=LONGEST_QUERY, widget=forms.SearchInput)

    @property
    def query(self) -> str:
        """What was asked for; empty when nothing was, or when it could not be read."""
        return str(self.cleaned_data.get("q", "")) if self.is_bound and self.is_valid() else ""
