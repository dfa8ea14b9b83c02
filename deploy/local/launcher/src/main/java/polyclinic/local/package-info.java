/**
 * The program behind {@code ./polyclinic}: builds what is stale, starts the servers and services of the local stack, watches over them
 * and stops them. Read {@link polyclinic.local.Up} first, then {@link polyclinic.local.Stack} and {@link polyclinic.local.Supervisor}.
 */
package polyclinic.local;
