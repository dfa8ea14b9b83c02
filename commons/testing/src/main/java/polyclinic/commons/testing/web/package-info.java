/** The callers of the service under test, their tokens, and the services that it calls itself. */
@NullMarked
package polyclinic.commons.testing.web;

import org.jspecify.annotations.NullMarked;
