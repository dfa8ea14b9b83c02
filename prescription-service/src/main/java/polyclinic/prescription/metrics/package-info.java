/** What is measured of the processes that go on in the background. */
@NullMarked
package polyclinic.prescription.metrics;

import org.jspecify.annotations.NullMarked;
