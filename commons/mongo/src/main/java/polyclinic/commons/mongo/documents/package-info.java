/** Values of documents that have no class of their own in the driver. */
@NullMarked
package polyclinic.commons.mongo.documents;

import org.jspecify.annotations.NullMarked;
