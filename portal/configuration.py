"""Django's admin at /configuracao/: users and holidays only; no business action lives there."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig


class ConfigurationSite(AdminSite):
    site_header = "Configuração do Portal GD"
    site_title = "Configuração"
    index_title = "Contas e feriados"
    site_url = "/painel"
    enable_nav_sidebar = False


class ConfigurationConfig(SimpleAdminConfig):
    default_site = "portal.configuration.ConfigurationSite"
