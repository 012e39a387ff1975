"""What makes and measures the product's data: the gazetteer's builder, training, evaluation.

Nothing of it is imported when an article is read or drawn.
"""
