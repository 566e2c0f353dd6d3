#include "server/auth/template_expansion.h"
#include "server/protocol/template_json.h"
#include "server/protocol/utf8_validator.h"
#include "tests/fuzz/fuzz_input.h"

using namespace parley;

namespace {

// The longest values that are allowed, so that what is filled in is as long as it can be.
TemplateValues valuesFor(const TokenTemplate &one)
{
    TemplateValues values;
    for (const TemplateVariable &variable : one.variables)
        if (variable.each.empty())
            values.texts.emplace_back(variable.name, std::string(64, 'v'));
        else
            values.lists.emplace_back(variable.name, std::vector<std::string>{"a", "b.c"});
    return values;
}

} // namespace

// A token template, as an administrator sends it, and what can be issued from it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto one = templateFromJson(text);
    if (!one) {
        fuzz::require(isValidUtf8(one.error().message), "an error is UTF-8");
        return 0;
    }
    const auto again = templateFromJson(templateJson(*one));
    fuzz::require(again && *again == *one, "a template that was read can be written");
    if (!checkTemplate(*one))
        return 0;
    const auto request = expandTemplate(*one, valuesFor(*one), {});
    if (!request)
        return 0;
    for (const Grant &grant : request->scope.grants) {
        fuzz::require(grant.topics.kind != TopicSelector::Kind::Name
                          || bool(TopicName::parse(grant.topics.text)),
                      "a name is one of the grammar");
        fuzz::require(grant.topics.kind != TopicSelector::Kind::Prefix
                          || bool(TopicName::parse(grant.topics.text + "x")),
                      "a prefix is one of the grammar");
    }
    return 0;
}
