#pragma once

#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "server/base/result.h"

namespace parley::app {

struct DemoPerson {
    QString id{}; // who the messages are from, such as "Ana (demo)"
    QString language{}; // that he reads
};

struct DemoLine {
    std::size_t person = 0; // index into DemoScript::people
    QString text{};
};

// Who is in the demo room and what they say. Source of the form: resources/demo/friends.json.
struct DemoScript {
    QString room{};
    QStringList languages{};
    std::vector<DemoPerson> people{};
    std::vector<DemoLine> lines{};

    static Result<DemoScript> parse(const QByteArray &json);
    static DemoScript builtIn(); // resources/demo/friends.json, which the program carries
};

} // namespace parley::app
