#!/bin/bash
# Ready or not, asked without starting another Node every few seconds.
exec 3<>"/dev/tcp/127.0.0.1/${PORT}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
