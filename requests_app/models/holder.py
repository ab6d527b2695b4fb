"""The holder: personal data in one blankable place, and the link and codes by which the holder enters."""

from django.db import models

from requests_app.models.access_request import AccessRequest


class Holder(models.Model):
    """Whose name the consumer unit is in. All of it personal data; one retention service may blank it."""

    access_request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="holder")
    is_company = models.BooleanField("pessoa jurídica")
    name = models.CharField("nome", max_length=160)
    tax_id = models.CharField("CPF ou CNPJ", max_length=14, db_index=True)
    representative_name = models.CharField("representante legal", max_length=160, blank=True)
    email = models.EmailField("e-mail", max_length=254)
    phone = models.CharField("telefone", max_length=20)
    has_power_of_attorney = models.BooleanField(default=False)
    entry_epoch = models.PositiveIntegerField(default=0)
    """Rises with each change of the e-mail: a session of an earlier epoch shows nothing."""

    def __str__(self) -> str:
        return f"titular do pedido {self.access_request_id}"


class HolderAccess(models.Model):
    """A single-purpose link to one request. Only the hash of its token is kept."""

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="holder_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    first_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"acesso do titular ao pedido {self.access_request_id}"


class HolderCode(models.Model):
    """A code sent by e-mail for one purpose; few tries, short life, used once."""

    class Purpose(models.TextChoices):
        ENTER = "enter", "entrar"
        CANCEL = "cancel", "cancelar o parecer"
        ACCEPT = "accept", "aceitar os contratos"
        TRANSFER = "transfer", "trocar de responsável técnico"
        ALLOCATE = "allocate", "mudar a divisão dos créditos"

    holder_access = models.ForeignKey(HolderAccess, on_delete=models.PROTECT, related_name="codes")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    code_hash = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"código {self.pk}"
