"""stub"""
def refute(before, relation, after):
    return None
