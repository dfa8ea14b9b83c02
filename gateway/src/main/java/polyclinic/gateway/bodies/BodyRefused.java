package polyclinic.gateway.bodies;

import polyclinic.gateway.filters.GatewayProblem;

/** Fails a body whose client did not send it as it must: too much, too slowly or malformed. Never the service's fault. */
public final class BodyRefused extends RuntimeException {

    private final transient GatewayProblem problem;

    BodyRefused(GatewayProblem problem) {
        super(problem.name(), null, false, false);
        this.problem = problem;
    }

    public GatewayProblem problem() {
        return problem;
    }
}
