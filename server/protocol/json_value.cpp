#include "server/protocol/json_value.h"

#include <algorithm>

#include "server/protocol/json_parser.h"
#include "server/protocol/json_writer.h"

namespace parley {
namespace {

void write(JsonWriter &out, const JsonValue &value) // as deep as the value is: built or bounded
{
    if (const auto *flag = value.boolean()) {
        out.boolean(*flag);
    } else if (const auto *integer = value.integer()) {
        out.number(*integer);
    } else if (const auto *big = value.bigInteger()) {
        out.number(*big);
    } else if (const auto *real = value.real()) {
        out.number(*real);
    } else if (const auto *text = value.string()) {
        out.string(*text);
    } else if (const auto *array = value.array()) {
        out.beginArray();
        for (const JsonValue &item : *array)
            write(out, item);
        out.endArray();
    } else if (const auto *object = value.object()) {
        out.beginObject();
        for (const auto &[name, item] : *object) {
            out.key(name);
            write(out, item);
        }
        out.endObject();
    } else {
        out.null();
    }
}

} // namespace

const JsonValue *JsonValue::find(std::string_view name) const
{
    const Object *members = object();
    if (!members)
        return nullptr;
    const auto found = std::find_if(members->begin(), members->end(),
                                    [name](const Member &member) { return member.first == name; });
    return found == members->end() ? nullptr : &found->second;
}

Result<JsonValue> parseJson(std::string_view text)
{
    return JsonParser{}.parse(text);
}

std::string jsonText(const JsonValue &value)
{
    std::string text;
    JsonWriter out(text);
    write(out, value);
    return text;
}

} // namespace parley
