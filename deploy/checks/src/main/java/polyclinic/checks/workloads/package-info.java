/** Whether pods are as confined, as watched and as many as they must be. */
@NullMarked
package polyclinic.checks.workloads;

import org.jspecify.annotations.NullMarked;
