PRICES = {"apple": 2, "pear": 3}


def price_of(article: str) -> int:
    return PRICES.get(article, 5)
