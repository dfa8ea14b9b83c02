package polyclinic.audit.deadletters;

import polyclinic.commons.problem.Problem;

/** 409: somebody has decided otherwise, or the letter is dealt with. */
class LetterAlreadySettled extends Problem {
    LetterAlreadySettled(LetterState state) {
        super(409, "dead-letter-settled", "Somebody has dealt with this dead letter already.");
        with("state", state);
    }
}
