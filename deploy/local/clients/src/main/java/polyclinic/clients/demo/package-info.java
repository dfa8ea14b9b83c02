/** {@code demo}: a clinic's day from registration to the audit. */
@NullMarked
package polyclinic.clients.demo;

import org.jspecify.annotations.NullMarked;
