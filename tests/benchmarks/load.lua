-- One kind of request, again and again ("read", or "login" that nobody may); how long answers
-- took. Then: milliseconds that a client waits between two of them, token and cookie of a form.
function init(args)
  pause = tonumber(args[2]) or 0
  if (args[4] or "") ~= "" then wrk.headers["Cookie"] = args[4] end
  if args[1] == "login" then
    wrk.method = "POST"
    wrk.body = "name=nobody&password=une+phrase+assez+longue&csrf_token=" .. args[3]
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  end
end

function delay() return pause end

function done(summary, latency)
  io.write(string.format("requests %d median %.1f p95 %.1f\n", summary.requests,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000))
end
