#include "tests/bench/suite/peer_set.h"

#include "tests/bench/peers/jet_stream.h"
#include "tests/bench/peers/mosquitto_server.h"
#include "tests/bench/peers/nats_server.h"
#include "tests/bench/peers/redis_server.h"

namespace parley::bench {

std::unique_ptr<Server> startServer(const std::string &name, QueueLimits limits,
                                    const ParleySettings &settings)
{
    if (name == kParley)
        return std::make_unique<ParleyServer>(settings);
    if (name == "nats")
        return std::make_unique<NatsServer>(limits, settings.wire);
    if (name == "redis")
        return std::make_unique<RedisServer>(limits);
    if (name == "mosquitto")
        return std::make_unique<MosquittoServer>(limits);
    if (name == "jetstream")
        return std::make_unique<JetStream>();
    throw Failure("there is no peer " + name);
}

std::string describeServer(const std::string &name)
{
    const auto described
        = [](const std::string &before, const std::string &version, const std::string &behind) {
              return version.empty() ? "" : before + ' ' + version + behind;
          };
    if (name == kParley)
        return "parleyd (" PARLEY_BUILD_TYPE "), WebSocket, tokens with grants";
    if (name == "nats")
        return described("nats-server", NatsServer::version(), ", WebSocket");
    if (name == "redis")
        return described("redis-server", RedisServer::version(), ", TCP");
    if (name == "mosquitto")
        return described("mosquitto", MosquittoServer::version(), ", MQTT over TCP");
    return described("nats-server", JetStream::version(), " with JetStream's file store, TCP");
}

} // namespace parley::bench
