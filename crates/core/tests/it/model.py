"""Cases and answers of the executable model, a line of JSON each, for crates/core/tests/it/model.rs.

model.py FOLDER N: imports assess_model from FOLDER, writes N random cases of its own, each followed by
its answer; then reads cases and writes the answers."""
import json, random, sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import assess_model as model


def answer(case):
    text = json.dumps(model.assess(case), indent=1, sort_keys=True)
    print("".join(line.strip() for line in text.splitlines()))


numbers = random.Random(3)
for _ in range(int(sys.argv[2])):
    case = model.random_case(numbers)
    # Its own cases are judged at their last instant; the model holds for any.
    case["at"] += numbers.choice([0, 0, 0, -1, 1, 3, 4, 6, 9])
    print(json.dumps(case))
    answer(case)
for line in sys.stdin:
    answer(json.loads(line))
