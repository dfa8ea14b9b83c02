/** What a service has answered, looked into without compiling a program for each path. */
@NullMarked
package polyclinic.commons.testing.responses;

import org.jspecify.annotations.NullMarked;
