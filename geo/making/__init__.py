"""What makes and measures the product's data: the gazetteer's builder, training, evaluation.

It is not imported when an article is read or drawn.
"""
