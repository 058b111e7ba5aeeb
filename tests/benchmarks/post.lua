-- Each request is a new response; what was answered as wanted is counted. Kinds: "json", a
-- posting with a random UUID; "form", the same without JavaScript; "look", a form without UUID, given back.
wanted, other = 0, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(args)
  math.randomseed(os.time() * 1000 + number)
  kind = args[1]
  answers = '"answers":{"A1":"maman","A2":["a1","a2"],"A3":"2","A4":["famille"],"A5":"cite_jardin",'
    .. '"B1":["sommeil","moral","liens"],"B2":"moral","B3":"difficile","B4":"non","B5":"parfois",'
    .. '"B6":"souvent","C1":"connait","C3":["langue","horaires"],"C4":["parc"],"D1":["jouer"],'
    .. '"D2":["matin"],"D3":["cabane"],"D4":["langue"],"D5":["ar","fr"],"D6":"ecouter",'
    .. '"E1":["coleres","cafe_parents"],"E2":"Merci beaucoup","E3":"oui"}'
  form = "version=2&language=ar&channel=phone&assisted=0&A1=maman&A2=a1&A2=a2&A3=2&B1=sommeil&B1=moral"
    .. "&B2=moral&C1=connait&D4=langue&E1=coleres&E2=Merci+beaucoup"
  local json = "application/json"
  wrk.headers["Content-Type"] = kind == "json" and json or "application/x-www-form-urlencoded"
  wrk.headers["Accept"] = kind == "json" and json or "text/html"
  wrk.method = "POST"
  success = kind == "look" and 200 or 201
  wanted, other = 0, 0
end

local function hex(digits)
  local out = {}
  for place = 1, digits do out[place] = string.format("%x", math.random(0, 15)) end
  return table.concat(out)
end

function request()
  if kind == "look" then return wrk.format(nil, nil, nil, form) end
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(12)
  if kind == "form" then return wrk.format(nil, nil, nil, form .. "&id=" .. id) end
  return wrk.format(nil, nil, nil,
    '{"id":"' .. id .. '","version":"2","language":"ar","channel":"phone","assisted":false,' .. answers .. "}")
end

function response(status)
  if status == success then wanted = wanted + 1 else other = other + 1 end
end

function done()
  local good, bad = 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("wanted")
    bad = bad + thread:get("other")
  end
  io.write(string.format("wanted %d other %d\n", good, bad))
end
