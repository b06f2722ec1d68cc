-- Requests the addresses of the file PATHS, the first ones most often: the frequency of the i-th is about 1/i.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end

request = function()
  return wrk.format("GET", paths[math.floor((#paths) ^ math.random())])
end
