#include "server/client/verdict_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<VerdictInfo> verdictInfoFrom(const Item &item)
{
    const auto object = jsonObjectFrom(item.payload);
    if (!object)
        return object.error();
    JsonReader reader(*object, "verdict");
    VerdictInfo info;
    info.messageId = reader.text("id");
    info.room = reader.textOr("room");
    info.action = reader.text("action");
    info.rules = reader.texts("rules");
    if (const auto rule = reader.textOr("rule"); !rule.isEmpty())
        info.rules.prepend(rule);
    info.publisherId = reader.textOr("publisherId");
    if (object->contains(QLatin1String("languages")))
        for (const auto &each : reader.objects("languages")) {
            const JsonReader language(each, "language");
            info.languages.append(
                {language.textOr("language"), language.textOr("action"), language.textOr("rule")});
        }
    if (reader.failed())
        return reader.error();
    return info;
}

} // namespace parley::client
