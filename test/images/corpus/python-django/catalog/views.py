from django.http import HttpResponse
from django.shortcuts import render


def health(request):
    return HttpResponse("ok")


def page(request):
    return render(request, "catalog/page.html", {"articles": ["apple", "pear"]})
