/** What a service on MongoDB remembers of restatements. */
@NullMarked
package polyclinic.commons.mongo.restatements;

import org.jspecify.annotations.NullMarked;
