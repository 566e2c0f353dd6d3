#pragma once

#include <optional>

#include <QCommandLineParser>

#include "server/client/template_info.h"
#include "server/client/token_info.h"
#include "server/client/token_request.h"

// What the command line says about a token to issue, and how tokens and grants look on it.
// Thread: main.
namespace parley::app {

std::optional<qint64> secondsFrom(const QString &text); // "90s", "30m", "12h", "7d"

void addTokenOptions(QCommandLineParser &parser);
//! InvalidArgument with a sentence that names the option.
Result<client::TokenRequest> tokenRequestFrom(const QCommandLineParser &parser);

// What --set said: "room=friends", and "languages[]=english,spanish" for a list.
struct TemplateInput {
    QList<client::TemplateVariable> variables{};
    client::TemplateValues values{};
};
Result<TemplateInput> templateValuesFrom(const QCommandLineParser &parser); // the same errors

QString grantText(const client::GrantInfo &grant); // "subscribe:friends-*", "both:work/garden"
QString tokenLine(const client::TokenInfo &token); // id, state, what it can, label: by tabs

} // namespace parley::app
