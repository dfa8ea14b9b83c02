package polyclinic.gateway.feedaccess;

/** A service does not take a question as the gateway asks it: a fault of the two, and none of the replica that has answered. */
final class QuestionRefused extends RuntimeException {
    QuestionRefused(int status) {
        super("the question was refused with status " + status, null, false, false);
    }
}
