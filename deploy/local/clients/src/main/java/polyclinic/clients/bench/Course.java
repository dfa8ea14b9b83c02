package polyclinic.clients.bench;

import java.time.Duration;

/**
 * How long everything takes and how much there is of it.
 *
 * @param callers accounts that share the load: each stays within the gateway's rate limit, which is on
 * @param inFlight requests, or statements, under way at the same time
 * @param warmUpCalls bookings and as many reads before anything is measured: machine code is made of what runs often
 * @param warmUpAtMost how long the bookings, and then the reads, of the warm-up may take
 * @param rate bookings a second of the open loop
 */
record Course(
        int callers,
        int doctors,
        int patients,
        int inFlight,
        int warmUpCalls,
        Duration warmUpAtMost,
        Duration warmUp,
        Duration time,
        int rate,
        Duration steadyWarmUp,
        Duration steady,
        int pairs) {

    static final Course FULL = new Course(
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
            500);

    static final Course QUICK = new Course(
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
            200);
}
