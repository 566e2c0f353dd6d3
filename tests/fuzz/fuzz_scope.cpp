#include "server/protocol/scope_json.h"
#include "server/protocol/utf8_validator.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

// Whoever may do something by the scope that was read, may do it by the one that was written.
void checkSameRights(const Scope &one, const Scope &other)
{
    for (const Grant &grant : one.grants) {
        const auto topic = TopicName::parseAny(grant.topics.text.empty() ? std::string("any")
                                                                         : grant.topics.text);
        if (!topic)
            continue;
        const TopicKey key{grant.nameSpace.value_or(NamespaceName::standard()), *topic};
        fuzz::require(one.allows(Right::Publish, key) == other.allows(Right::Publish, key),
                      "the same to publish");
        fuzz::require(one.allows(Right::Subscribe, key) == other.allows(Right::Subscribe, key),
                      "the same to read");
        fuzz::require(one.admin || !topic->isSystem() || !one.allows(Right::Publish, key),
                      "nobody publishes for the broker");
    }
}

} // namespace

// The grants of a token, as an administrator sends them and as the store keeps them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto scope = scopeFromJson(text);
    if (!scope) {
        fuzz::require(isValidUtf8(scope.error().message), "an error is UTF-8");
        return 0;
    }
    const std::string written = scopeJson(*scope);
    fuzz::require(isValidUtf8(written), "a scope is UTF-8");
    const auto again = scopeFromJson(written);
    fuzz::require(bool(again), "a scope that was read can be written");
    fuzz::require(scopeJson(*again) == written, "and read again");
    checkSameRights(*scope, *again);
    return 0;
}
