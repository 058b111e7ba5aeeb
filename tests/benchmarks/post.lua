-- Each request is a new response with a random UUID; what was acknowledged is counted.
acknowledged, refused = 0, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(args)
  math.randomseed(os.time() * 1000 + number)
  answers = '"answers":{"A1":"maman","A2":["a1","a2"],"A3":"2","A4":["famille"],"A5":"cite_jardin",'
    .. '"B1":["sommeil","moral","liens"],"B2":"moral","B3":"difficile","B4":"non","B5":"parfois",'
    .. '"B6":"souvent","C1":"connait","C3":["langue","horaires"],"C4":["parc"],"D1":["jouer"],'
    .. '"D2":["matin"],"D3":["cabane"],"D4":["langue"],"D5":["ar","fr"],"D6":"ecouter",'
    .. '"E1":["coleres","cafe_parents"],"E2":"Merci beaucoup","E3":"oui"}'
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json"
  wrk.method = "POST"
  acknowledged, refused = 0, 0
end

local function hex(digits)
  local out = {}
  for place = 1, digits do out[place] = string.format("%x", math.random(0, 15)) end
  return table.concat(out)
end

function request()
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(12)
  return wrk.format(nil, nil, nil,
    '{"id":"' .. id .. '","version":"1","language":"ar","channel":"phone","assisted":false,' .. answers .. "}")
end

function response(status)
  if status == 201 then acknowledged = acknowledged + 1 else refused = refused + 1 end
end

function done()
  local stored, other = 0, 0
  for _, thread in ipairs(threads) do
    stored = stored + thread:get("acknowledged")
    other = other + thread:get("refused")
  end
  io.write(string.format("acknowledged %d refused %d\n", stored, other))
end
