/** What use cases share that are a prepared statement instead of a transaction of many (ADR 13). */
@NullMarked
package polyclinic.commons.postgres.statements;

import org.jspecify.annotations.NullMarked;
