"""The Lua scripts behind RedisMemory: each does one step for all processes at once.

A push is a hash `push:<message key>` with t (first arrival, ms), n (deliveries seen), o (who works), a (the answer),
g (1: given, l: late), c (1: no further delivery is expected), u (openid), m (1: of the mini program).
"""

# What a contact leaves: the window it opens with its time and nothing sent in it yet; who began or ceased to follow.
# A field of `contact:<openid>` is a window, the same with an n how much was sent in it.
_CONTACT = """
local function contact(key, follows, openid, window, at, turns)
  if turns ~= '' then
    local before = redis.call('HGET', follows, openid)
    local stamp = at * 2 + turns
    if not before or tonumber(before) < stamp then redis.call('HSET', follows, openid, stamp) end
  end
  if window == '' then
    if turns == '0' then redis.call('DEL', key) end
  else
    redis.call('HSET', key, window, at, window .. 'n', 0)
    redis.call('EXPIRE', key, 259200)
  end
end
"""

# KEYS push, session, nonce, revision, hint, contact, follows; ARGV digest, owner, ttl of pushes and nonces in s, 1 if
# the nonce is to be kept, openid, window, time and turn of a contact (the openid empty for none)
BEGIN = (
    _CONTACT
    + """
if ARGV[4] == '1' and not redis.call('SET', KEYS[3], ARGV[1], 'NX', 'EX', ARGV[3]) then
  if redis.call('GET', KEYS[3]) ~= ARGV[1] then return {'R'} end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 't', 'a', 'g', 'o')
if not held[1] then
  redis.call('HSET', KEYS[1], 't', now, 'o', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  if ARGV[5] ~= '' then contact(KEYS[6], KEYS[7], ARGV[5], ARGV[6], ARGV[7], ARGV[8]) end
  local known = redis.call('MGET', KEYS[2], KEYS[4], KEYS[5])
  return {'M', known[1], known[2], 1, 0, known[3]}
end
local n = redis.call('HINCRBY', KEYS[1], 'n', 1) + 1
local age = now - held[1]
if held[3] == 'l' then return {'L', false, false, n, age} end
if held[2] then
  redis.call('HSET', KEYS[1], 'g', '1')
  return {'A', held[2], false, n, age}
end
if redis.call('EXISTS', 'alive:' .. held[4]) == 0 then
  redis.call('HSET', KEYS[1], 'o', ARGV[2])
  local known = redis.call('MGET', KEYS[2], KEYS[4], KEYS[5])
  return {'M', known[1], known[2], n, age, known[3]}
end
return {'W', false, false, n, age}
"""
)

# KEYS push, session, late; ARGV answer, given 1|0, due in ms, openid, mini program 1|0, ttl of pushes in s,
# session changed 1|0, session, ttl of sessions in s, message key
FINISH = """
local held = redis.call('HMGET', KEYS[1], 'a', 'c', 't')
if held[1] then return 0 end
redis.call('HSET', KEYS[1], 'a', ARGV[1])
if ARGV[7] == '1' then
  if ARGV[8] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[8], 'EX', ARGV[9]) end
end
if not held[3] then
  redis.call('HSET', KEYS[1], 't', 0)
  redis.call('EXPIRE', KEYS[1], ARGV[6])
end
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[1], 'g', '1')
  return 1
end
redis.call('HSET', KEYS[1], 'u', ARGV[4], 'm', ARGV[5])
if ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'g', 'l') end
redis.call('EXPIRE', KEYS[1], math.max(ARGV[6], 86400))
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[3], held[2] and now or now + ARGV[3], ARGV[10])
return 1
"""

# KEYS push; ARGV 1 if no further delivery is expected, 2 to look without taking. An orphan is a push whose worker died.
TAKE = """
local held = redis.call('HMGET', KEYS[1], 'a', 'g', 'o', 't')
if held[2] == 'l' then return {'L'} end
if held[1] then
  if ARGV[1] ~= '2' then redis.call('HSET', KEYS[1], 'g', '1') end
  return {'A', held[1]}
end
if ARGV[1] == '1' then
  redis.call('HSET', KEYS[1], 'c', '1')
  if not held[4] then redis.call('EXPIRE', KEYS[1], 86400) end
end
if held[3] and redis.call('EXISTS', 'alive:' .. held[3]) == 0 then return {'O'} end
return {'W'}
"""

# KEYS push, session, hint; ARGV owner. Claims a push whose worker died.
ADOPT = """
local held = redis.call('HMGET', KEYS[1], 'a', 'o', 't')
if held[1] or not held[2] or redis.call('EXISTS', 'alive:' .. held[2]) == 1 then return false end
redis.call('HSET', KEYS[1], 'o', ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return {redis.call('GET', KEYS[2]), now - held[3], redis.call('GET', KEYS[3])}
"""

# KEYS late; ARGV how long the taker may need, ms. An entry that was given meanwhile is dropped.
NEXT_LATE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 20)) do
  local held = redis.call('HMGET', 'push:' .. key, 'a', 'g', 'u', 'm')
  if held[2] == '1' or not held[1] then
    redis.call('ZREM', KEYS[1], key)
  else
    redis.call('HSET', 'push:' .. key, 'g', 'l')
    redis.call('ZADD', KEYS[1], now + ARGV[1], key)
    return {key, held[3], held[4], held[1]}
  end
end
return false
"""

# KEYS late; ARGV message key, ms until it is handed out again or empty
SENT = """
if ARGV[2] == '' then return redis.call('ZREM', KEYS[1], ARGV[1]) end
local time = redis.call('TIME')
return redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
"""

# KEYS hint; ARGV the hint that was seen: a newer one stays
CLEAR_HINT = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

# KEYS contact, follows; ARGV openid, window, time, turn
TOUCH = _CONTACT + "contact(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4])"

ALL = {
    "begin": BEGIN,
    "finish": FINISH,
    "take": TAKE,
    "adopt": ADOPT,
    "next_late": NEXT_LATE,
    "sent": SENT,
    "clear_hint": CLEAR_HINT,
    "touch": TOUCH,
    "session": "return redis.call('GET', KEYS[1])",
    "forget": "return redis.call('DEL', KEYS[1])",
    "publish": "return redis.call('SET', KEYS[1], ARGV[1])",
    "beat": "return redis.call('SET', KEYS[1], 1, 'EX', ARGV[1])",
}
