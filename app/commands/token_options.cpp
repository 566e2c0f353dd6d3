#include "app/commands/token_options.h"

#include <array>

#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

Error wrong(const QString &sentence)
{
    return {ErrorCode::InvalidArgument, sentence.toStdString()};
}

// "friends-publish", or "friends-*" for a prefix, or "*" for all.
client::GrantInfo grantFrom(const QString &role, const QString &nameSpace, const QString &topics)
{
    client::GrantInfo info;
    info.role = role;
    info.nameSpace = nameSpace;
    if (topics == u"*") {
        info.selector = client::GrantInfo::Selector::All;
    } else if (topics.endsWith(u'*')) {
        info.selector = client::GrantInfo::Selector::Prefix;
        info.topic = topics.chopped(1);
    } else {
        info.topic = topics;
    }
    return info;
}

constexpr std::array kRoles{"publish", "subscribe", "both", "history", "manage"};

// "topics:write"
Result<void> readArea(const QString &text, AdminScope &areas)
{
    const QStringList parts = text.split(u':');
    const auto area = adminAreaFrom(parts.value(0).toStdString());
    const auto access = adminAccessFrom(parts.value(1).toStdString());
    if (!area || !access || parts.size() != 2)
        return wrong(
            u"--administer takes an area and what is done with it, such as topics:write"_s);
    areas.set(*area, *access);
    return {};
}

// 0: not given.
Result<std::uint32_t> numberFrom(const QCommandLineParser &parser, const QString &option)
{
    if (!parser.isSet(option))
        return std::uint32_t{0};
    bool valid = false;
    const std::uint32_t number = parser.value(option).toUInt(&valid);
    if (!valid || number == 0)
        return wrong(u"--%1 takes a number from 1 on"_s.arg(option));
    return number;
}

Result<void> readBounds(const QCommandLineParser &parser, client::TokenRequest &request)
{
    const auto publish = numberFrom(parser, u"publish-per-second"_s);
    const auto requests = numberFrom(parser, u"requests-per-second"_s);
    const auto connections = numberFrom(parser, u"max-connections"_s);
    for (const auto *bound : {&publish, &requests, &connections})
        if (!*bound)
            return bound->error();
    request.publishPerSecond = *publish;
    request.requestsPerSecond = *requests;
    request.maxConnections = *connections;
    return {};
}

} // namespace

std::optional<qint64> secondsFrom(const QString &text)
{
    static const QHash<QChar, qint64> kUnits{{u's', 1}, {u'm', 60}, {u'h', 3600}, {u'd', 86400}};
    bool valid = false;
    const qint64 count = text.chopped(qMin<qsizetype>(1, text.size())).toLongLong(&valid);
    const qint64 unit = text.isEmpty() ? 0 : kUnits.value(text.back(), 0);
    constexpr qint64 kMost = 100LL * 366 * 86400; // the broker allows less; no product overflows
    if (!valid || unit == 0 || count < 1 || count > kMost / unit)
        return std::nullopt;
    return count * unit;
}

void addTokenOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topics."_s, u"NAME"_s, u"default"_s},
        {u"label"_s, u"What the token is for."_s, u"TEXT"_s},
        {u"publisher-id"_s, u"Stamped on what the token publishes."_s, u"ID"_s},
        {u"disposable"_s, u"It ends within 25 hours, administers and issues nothing."_s},
        {u"publish"_s, u"May publish here; PREFIX* for a prefix, * for all."_s, u"TOPIC"_s},
        {u"subscribe"_s, u"May read this, live and what is kept."_s, u"TOPIC"_s},
        {u"both"_s, u"May publish and read here."_s, u"TOPIC"_s},
        {u"history"_s, u"May read what is kept of this, and nothing live."_s, u"TOPIC"_s},
        {u"manage"_s, u"May make, change and delete this topic."_s, u"TOPIC"_s},
        {u"admin"_s, u"May do everything."_s},
        {u"administer"_s,
         u"May read or change an area: namespaces, topics, webhooks, tokens or logs."_s,
         u"AREA:read|write"_s},
        {u"may-issue"_s, u"May issue tokens from this template, and no others."_s, u"TEMPLATE"_s},
        {u"valid-for"_s,
         u"Expires after this time, such as 30m, 12h or 7d; without it, when revoked."_s,
         u"TIME"_s},
        {u"refreshable"_s, u"May be renewed by a second secret, for as long again."_s},
        {u"one-use"_s, u"Works once."_s},
        {u"max-connections"_s, u"Most sockets and event streams at the same time."_s, u"N"_s},
        {u"allow-origin"_s, u"Works in web pages of this origin only."_s, u"URL"_s},
        {u"publish-per-second"_s, u"Most messages that it may publish; without it, any number."_s,
         u"N"_s},
        {u"requests-per-second"_s, u"Most HTTP requests; without it, any number."_s, u"N"_s},
        {u"from-template"_s, u"Issue from this template; --set says for whom."_s, u"TEMPLATE"_s},
        {u"set"_s, u"A variable of the template; a list as NAME[]=A,B."_s, u"NAME=VALUE"_s},
    });
}

Result<client::TokenRequest> tokenRequestFrom(const QCommandLineParser &parser)
{
    client::TokenRequest request;
    request.label = parser.value(u"label"_s);
    request.publisherId = parser.value(u"publisher-id"_s);
    request.kind = parser.isSet(u"disposable"_s) ? u"disposable"_s : u"key"_s;
    request.admin = parser.isSet(u"admin"_s);
    request.templates = parser.values(u"may-issue"_s);
    request.oneUse = parser.isSet(u"one-use"_s);
    request.refreshable = parser.isSet(u"refreshable"_s);
    request.allowedOrigins = parser.values(u"allow-origin"_s);
    for (const char *role : kRoles) {
        const QString name = QString::fromLatin1(role);
        for (const QString &topic : parser.values(name))
            request.grants += grantFrom(name, parser.value(u"namespace"_s), topic);
    }
    for (const QString &area : parser.values(u"administer"_s))
        if (auto ok = readArea(area, request.areas); !ok)
            return ok.error();
    if (auto ok = readBounds(parser, request); !ok)
        return ok.error();
    if (parser.isSet(u"valid-for"_s)) {
        request.validForSeconds = secondsFrom(parser.value(u"valid-for"_s));
        if (!request.validForSeconds)
            return wrong(u"--valid-for takes a time such as 30m, 12h or 7d"_s);
    }
    return request;
}

Result<TemplateInput> templateValuesFrom(const QCommandLineParser &parser)
{
    TemplateInput input;
    for (const QString &text : parser.values(u"set"_s)) {
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 1)
            return wrong(u"--set takes a variable and its value, such as room=friends"_s);
        QString name = text.left(equals);
        const bool isList = name.endsWith(u"[]");
        if (isList)
            name.chop(2);
        if (input.values.contains(name))
            return wrong(u"--set %1 is given twice"_s.arg(name));
        const QString value = text.mid(equals + 1);
        input.variables += {name, isList ? name : QString()};
        input.values.insert(name, isList ? value.split(u',') : QStringList{value});
    }
    return input;
}

QString grantText(const client::GrantInfo &grant)
{
    const QString topics = grant.selector == client::GrantInfo::Selector::All ? u"*"_s
        : grant.selector == client::GrantInfo::Selector::Prefix               ? grant.topic + u'*'
                                                                              : grant.topic;
    const QString place = grant.allNamespaces ? u"*/"_s
        : grant.nameSpace == u"default"_s     ? QString()
                                              : grant.nameSpace + u'/';
    return grant.role + u':' + place + topics;
}

QString tokenLine(const client::TokenInfo &token)
{
    QStringList abilities;
    if (token.admin)
        abilities += u"admin"_s;
    for (const AdminArea area : kAdminAreas)
        if (token.areas[area] != AdminAccess::None)
            abilities += QString::fromUtf8(wireName(area)) + u':'
                + QString::fromUtf8(wireName(token.areas[area]));
    for (const client::GrantInfo &grant : token.grants)
        abilities += grantText(grant);
    for (const QString &name : token.templates)
        abilities += u"issues:"_s + name;
    return u"%1\t%2\t%3\t%4"_s.arg(token.id, token.state, abilities.join(u' '),
                                   harmless(token.label));
}

} // namespace parley::app
