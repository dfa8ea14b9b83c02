-- Time limits of the service's own role. They hold for sessions that begin afterwards.

-- A client whose host is gone is noticed within half a minute. Until then its session keeps what it holds: the lock that
-- says who relays the outbox, the locks of its rows.
alter role current_user set tcp_keepalives_idle = 10;
alter role current_user set tcp_keepalives_interval = 5;
alter role current_user set tcp_keepalives_count = 3;
alter role current_user set tcp_user_timeout = '20s';

-- Whoever asked has long given up. Migrations are exempt: their session sets it to 0.
alter role current_user set statement_timeout = '30s';
