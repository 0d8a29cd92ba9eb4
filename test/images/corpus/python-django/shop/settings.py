import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def secret(name):
    """From the file that the deployment names; the build's own is a variable."""
    file = os.environ.get(f"{name}_FILE")
    if file is None:
        return os.environ[name]
    with open(file, encoding="utf-8") as content:
        return content.read().strip()


SECRET_KEY = secret("SECRET_KEY")
DEBUG = os.environ.get("DJANGO_DEBUG") == "true"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles", "catalog"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
