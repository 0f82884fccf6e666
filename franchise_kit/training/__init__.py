"""What people learn: modules in two languages, their quizzes, how long a completion holds, who is in date.

It refuses a module that is half translated, and answers to what was not asked.
"""
