/** The clinic at work under faults, and what it was told: each request is repeated with its key until it is acknowledged. */
@NullMarked
package polyclinic.clients.chaos.work;

import org.jspecify.annotations.NullMarked;
