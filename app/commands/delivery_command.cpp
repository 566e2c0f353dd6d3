#include "app/commands/delivery_command.h"

#include <cstdio>
#include <unistd.h>

#include <QFile>
#include <QJsonDocument>

#include "app/commands/broker_connection.h"
#include "app/commands/delivery_lines.h"
#include "app/commands/delivery_options.h"
#include "app/commands/terminal_text.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr int kPageDeliveries = 500; // the most that a request brings
constexpr std::chrono::milliseconds kProgressInterval{500};
constexpr qint64 kMaxBodyBytes = 1024 * 1024; // a webhook sends no more

// A terminal obeys what it is shown; a file gets the bytes.
QByteArray shownBody(const QByteArray &body)
{
    return isatty(STDOUT_FILENO) ? harmless(QString::fromUtf8(body)).toUtf8() : body;
}

} // namespace

DeliveryCommand::DeliveryCommand(QObject *parent) : Command(parent)
{
    m_progress.setInterval(kProgressInterval);
}

QString DeliveryCommand::name() const
{
    return u"delivery"_s;
}

QString DeliveryCommand::summary() const
{
    return u"look at what webhooks sent, send it again, export it"_s;
}

QStringList DeliveryCommand::usage() const
{
    return {u"delivery list [--webhook ID] [--state WORDS] [--status WORDS] [--topic TOPIC] "
            "[--from TIME] [--text TEXT] [--match JSON] [--limit N] [--json] ..."_s,
            u"delivery show|attempts ID [--json]"_s,
            u"delivery retry|cancel ID"_s,
            u"delivery resend ID --body-file FILE"_s,
            u"delivery sign ID"_s,
            u"delivery forget ID ATTEMPT"_s,
            u"delivery retention [--days N] [--failed-days N] [--megabytes N]"_s,
            u"delivery replay [--plan] [--webhook ID] [--state WORDS] ..."_s,
            u"delivery export [--format ndjson|har|curl] [--with-bodies] [--with-signatures] "
            "[--webhook ID] ..."_s};
}

void DeliveryCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    addDeliveryOptions(parser);
    parser.addOptions({
        {u"limit"_s, u"Most deliveries, newest first; 0 for all."_s, u"N"_s, u"100"_s},
        {u"json"_s, u"One JSON object a line."_s},
        {u"body-file"_s, u"What to send instead; - for standard input."_s, u"FILE"_s},
        {u"plan"_s, u"Only say how many there are."_s},
        {u"days"_s, u"How long what was delivered is kept, and every attempt."_s, u"N"_s},
        {u"failed-days"_s, u"How long what failed is kept."_s, u"N"_s},
        {u"megabytes"_s, u"How much of all is kept."_s, u"N"_s},
        {u"format"_s, u"ndjson, har or curl."_s, u"WORD"_s, u"ndjson"_s},
        {u"with-bodies"_s, u"Bodies and custom headers too; credentials are left out ever."_s},
        {u"with-signatures"_s, u"The script repeats the signatures that were sent."_s},
    });
}

bool DeliveryCommand::readOptions(const QCommandLineParser &parser)
{
    bool valid = false;
    m_left = parser.value(u"limit"_s).toLongLong(&valid);
    const auto query = deliveryQueryOf(parser);
    if (!valid || m_left < 0 || !query) {
        failUsage(query ? u"--limit takes a number"_s
                        : QString::fromStdString(query.error().message));
        return false;
    }
    if (m_left == 0)
        m_left = std::numeric_limits<qint64>::max();
    m_query = *query;
    m_json = parser.isSet(u"json"_s);
    return true;
}

void DeliveryCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    static const QStringList kOnMany{u"list"_s, u"replay"_s, u"export"_s, u"retention"_s};
    static const QStringList kOnOne{u"show"_s,   u"attempts"_s, u"retry"_s, u"cancel"_s,
                                    u"resend"_s, u"sign"_s,     u"forget"_s};
    const QString verb = words.value(0);
    const bool onMany = kOnMany.contains(verb) && words.size() == 1;
    const bool onOne = kOnOne.contains(verb) && words.size() == (verb == u"forget" ? 3 : 2);
    if (!onMany && !onOne)
        return failUsage(u"delivery takes one of these:"_s);
    if (verb == u"resend" && !parser.isSet(u"body-file"_s))
        return failUsage(u"delivery resend needs --body-file"_s);
    if (!readOptions(parser))
        return;
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (onMany)
        runOnMany(verb, parser);
    else
        runOnOne(verb, words, parser);
}

void DeliveryCommand::runOnMany(const QString &verb, const QCommandLineParser &parser)
{
    if (verb == u"list")
        list();
    else if (verb == u"replay")
        replay(parser.isSet(u"plan"_s));
    else if (verb == u"retention")
        retention(parser);
    else
        writeExport(parser);
}

void DeliveryCommand::runOnOne(const QString &verb, const QStringList &words,
                               const QCommandLineParser &parser)
{
    const QString &id = words.at(1);
    const auto nothing = [](const client::Nothing &) {};
    if (verb == u"show")
        show(id);
    else if (verb == u"attempts")
        attempts(id);
    else if (verb == u"retry")
        m_client.retryDelivery(id, this, answer<client::Nothing>(nothing));
    else if (verb == u"cancel")
        m_client.cancelDelivery(id, this, answer<client::Nothing>(nothing));
    else if (verb == u"resend")
        resend(id, parser.value(u"body-file"_s));
    else if (verb == u"sign")
        m_client.deliveryActs().sign(id, this, answer<QStringList>([](const QStringList &lines) {
                                         for (const QString &line : lines)
                                             printLine(line);
                                     }));
    else
        forget(id, words.at(2));
}

void DeliveryCommand::forget(const QString &id, const QString &attempt)
{
    bool valid = false;
    const uint number = attempt.toUInt(&valid);
    if (!valid)
        return failUsage(u"an attempt has a number"_s);
    m_client.deliveryActs().forgetResponse(id, number, this,
                                           answer<client::Nothing>([](const client::Nothing &) {}));
}

// Asks first: what is not named stays.
void DeliveryCommand::retention(const QCommandLineParser &parser)
{
    using Bound = std::pair<QString, int client::RetentionInfo::*>;
    QList<QPair<int client::RetentionInfo::*, int>> changes;
    for (const auto &[name, member] : {Bound{u"days"_s, &client::RetentionInfo::days},
                                       Bound{u"failed-days"_s, &client::RetentionInfo::failedDays},
                                       Bound{u"megabytes"_s, &client::RetentionInfo::megabytes}}) {
        bool valid = true;
        if (parser.isSet(name))
            changes.append({member, parser.value(name).toInt(&valid)});
        if (!valid)
            return failUsage(u"--%1 takes a number"_s.arg(name));
    }
    const auto print = [](const client::RetentionInfo &kept) { printLine(retentionLine(kept)); };
    if (changes.isEmpty())
        return m_client.deliveryActs().retention(this, answer<client::RetentionInfo>(print));
    m_client.deliveryActs().retention(this, [this, changes, print](const auto &now) {
        if (!now)
            return fail(now.error());
        client::RetentionInfo wanted = *now;
        for (const auto &[member, value] : changes)
            wanted.*member = value;
        m_client.deliveryActs().setRetention(wanted, this, answer<client::RetentionInfo>(print));
    });
}

// Pages may be short, or empty, while there is more.
void DeliveryCommand::list()
{
    m_query.limit = static_cast<int>(qMin<qint64>(kPageDeliveries, m_left));
    m_client.deliveries(m_query, this, [this](const Result<client::DeliveryPage> &page) {
        if (!page)
            return fail(page.error());
        for (const client::DeliveryInfo &delivery : page->deliveries)
            m_json ? printBytes(deliveryJsonLine(delivery)) : printLine(deliveryLine(delivery));
        m_left -= page->deliveries.size();
        const bool isStuck = page->next == m_query.before;
        m_query.before = page->next;
        if (page->next.isEmpty() || isStuck || m_left <= 0)
            return finish(Done);
        list();
    });
}

void DeliveryCommand::show(const QString &id)
{
    const bool asJson = m_json;
    m_client.delivery(id, this,
                      answer<client::DeliveryInfo>([asJson](const client::DeliveryInfo &one) {
                          if (asJson)
                              return printBytes(deliveryJsonLine(one));
                          printLine(deliveryLine(one));
                          if (one.bodyIsKnown)
                              printBytes('\n' + shownBody(one.body) + '\n');
                      }));
}

void DeliveryCommand::attempts(const QString &id)
{
    const bool asJson = m_json;
    m_client.attempts(id, this, answer<QList<client::AttemptInfo>>([asJson](const auto &attempts) {
                          for (const client::AttemptInfo &attempt : attempts)
                              asJson ? printBytes(attemptJsonLine(attempt))
                                     : printLine(attemptLine(attempt));
                      }));
}

void DeliveryCommand::resend(const QString &id, const QString &fileName)
{
    QFile file;
    bool isOpen = false;
    if (fileName == u"-") {
        isOpen = file.open(stdin, QIODevice::ReadOnly);
    } else {
        file.setFileName(fileName);
        isOpen = file.open(QIODevice::ReadOnly);
    }
    const QByteArray body = isOpen ? file.read(kMaxBodyBytes + 1) : QByteArray();
    if (body.isEmpty() || body.size() > kMaxBodyBytes)
        return fail({ErrorCode::InvalidArgument,
                     "the file of the body cannot be read, is empty or is larger than 1 MiB"});
    m_client.deliveryActs().resend(id, body, this,
                                   answer<QString>([](const QString &fresh) { printLine(fresh); }));
}

void DeliveryCommand::replay(bool onlyPlan)
{
    auto &acts = m_client.deliveryActs();
    acts.planReplay(m_query, this, [this, onlyPlan](const Result<client::ReplayInfo> &plan) {
        if (!plan)
            return fail(plan.error());
        if (onlyPlan || plan->count == 0) {
            printLine(replayLine(*plan));
            return finish(Done);
        }
        m_client.deliveryActs().runReplay(plan->id, this,
                                          [this](const Result<client::ReplayInfo> &running) {
                                              running ? follow(*running) : fail(running.error());
                                          });
    });
}

void DeliveryCommand::follow(const client::ReplayInfo &replay)
{
    if (replay.isOver()) {
        m_progress.stop();
        printLine(replayLine(replay));
        return finish(replay.failed == 0 ? Done : Failed);
    }
    m_progress.disconnect(this);
    connect(&m_progress, &QTimer::timeout, this, [this, id = replay.id] {
        m_progress.stop();
        m_client.deliveryActs().replay(id, this, [this](const Result<client::ReplayInfo> &now) {
            now ? follow(*now) : fail(now.error());
        });
    });
    m_progress.start();
}

void DeliveryCommand::writeExport(const QCommandLineParser &parser)
{
    client::ExportRequest request{.query = m_query, .format = parser.value(u"format"_s)};
    request.redact = !parser.isSet(u"with-bodies"_s);
    request.signature = parser.isSet(u"with-signatures"_s);
    m_client.deliveryActs().exportAll(request, this, answer<QByteArray>(printBytes));
}

} // namespace parley::app
