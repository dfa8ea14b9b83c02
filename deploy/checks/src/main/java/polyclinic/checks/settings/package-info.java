/** Whether what the services read from their environment is what they are given, and the other way round. */
@NullMarked
package polyclinic.checks.settings;

import org.jspecify.annotations.NullMarked;
