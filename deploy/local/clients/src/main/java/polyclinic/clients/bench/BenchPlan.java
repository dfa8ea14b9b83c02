package polyclinic.clients.bench;

import java.time.Duration;

/**
 * How much is measured, and for how long.
 *
 * @param callers accounts that share the load, so that each stays within the gateway's rate limit
 * @param inFlight requests, or statements, in flight at the same time
 * @param warmUpCalls bookings and as many reads before anything is measured, so that the hot code is compiled
 * @param warmUpLimit how long the bookings, and then the reads, of the warm-up may take
 * @param warmUp time at the beginning of each closed loop that does not count
 * @param duration time of each closed loop that counts
 * @param rate bookings a second of the open loop
 * @param steadyWarmUp time at the beginning of the open loop that does not count
 * @param steadyDuration time of the open loop that counts
 * @param prescriptions of which the dispenses are
 * @param invoices that the payments are for, a few each
 * @param lists requests of each list, and questions of each kind
 * @param pairs reads through the gateway, and as many without it, for the gateway's overhead
 */
record BenchPlan(
        int callers,
        int doctors,
        int patients,
        int inFlight,
        int warmUpCalls,
        Duration warmUpLimit,
        Duration warmUp,
        Duration duration,
        int rate,
        Duration steadyWarmUp,
        Duration steadyDuration,
        int prescriptions,
        int invoices,
        int lists,
        int pairs) {

    static final BenchPlan FULL = new BenchPlan(
            72,
            100,
            200,
            32,
            30_000,
            Duration.ofSeconds(120),
            Duration.ofSeconds(10),
            Duration.ofSeconds(12),
            300,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            48,
            4_000,
            200,
            500);

    static final BenchPlan QUICK = new BenchPlan(
            40,
            60,
            120,
            32,
            4_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            300,
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            32,
            1_000,
            60,
            200);
}
