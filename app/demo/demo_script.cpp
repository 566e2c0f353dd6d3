#include "app/demo/demo_script.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

// The linker drops a static library's resources unless somebody names them; must stand outside of
// any namespace (Qt's documentation of Q_INIT_RESOURCE).
static void nameResources()
{
    Q_INIT_RESOURCE(demo);
}

namespace parley::app {

Result<DemoScript> DemoScript::parse(const QByteArray &json)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    DemoScript script;
    script.room = root[u"room"_s].toString();
    for (const QJsonValue &code : root[u"languages"_s].toArray())
        script.languages += code.toString();
    QHash<QString, std::size_t> indexOf;
    for (const QJsonValue &value : root[u"people"_s].toArray()) {
        const QJsonObject person = value.toObject();
        indexOf[person[u"id"_s].toString()] = script.people.size();
        script.people.push_back({person[u"id"_s].toString(), person[u"language"_s].toString()});
    }
    for (const QJsonValue &value : root[u"lines"_s].toArray()) {
        const QJsonObject line = value.toObject();
        const auto person = indexOf.constFind(line[u"from"_s].toString());
        if (person == indexOf.constEnd())
            return Error{ErrorCode::InvalidArgument, "demo script: a line from nobody"};
        script.lines.push_back({*person, line[u"text"_s].toString()});
    }
    if (script.room.isEmpty() || script.people.empty() || script.lines.empty())
        return Error{ErrorCode::InvalidArgument, "demo script: room, people or lines are missing"};
    return script;
}

DemoScript DemoScript::builtIn()
{
    nameResources();
    QFile file(u":/parley/demo/friends.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the demo script is missing from the program");
    auto script = parse(file.readAll());
    if (!script)
        qFatal("%s", script.error().message.c_str());
    return *script;
}

} // namespace parley::app
