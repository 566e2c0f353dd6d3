#include "app/commands/publish_command.h"

#include <cstdio>
#include <iostream>
#include <string>

#include <QFile>

#include "app/commands/broker_connection.h"

using namespace Qt::StringLiterals;

namespace parley::app {

QString PublishCommand::name() const
{
    return u"publish"_s;
}

QString PublishCommand::summary() const
{
    return u"publish a message, or every line of standard input"_s;
}

QStringList PublishCommand::usage() const
{
    return {u"publish TOPIC TEXT"_s, u"publish TOPIC < lines.txt"_s,
            u"publish TOPIC --file image.png"_s};
}

void PublishCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
    parser.addOptions({
        {u"namespace"_s, u"Namespace of the topic."_s, u"NAME"_s, u"default"_s},
        {u"file"_s, u"Publish the bytes of this file as one binary message."_s, u"FILE"_s},
    });
}

void PublishCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    if (words.isEmpty() || words.size() > 2)
        return failUsage(
            u"publish takes a topic, and a text unless lines come from standard input"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    m_topic = {parser.value(u"namespace"_s), words.first()};
    if (parser.isSet(u"file"_s)) {
        QFile file(parser.value(u"file"_s));
        if (!file.open(QIODevice::ReadOnly))
            return fail({ErrorCode::InvalidArgument,
                         "cannot read the file: " + file.errorString().toStdString()});
        publish(file.readAll(), false, true);
    } else if (words.size() == 2) {
        publish(words.last().toUtf8(), true, true);
    } else {
        publishNextLine();
    }
}

void PublishCommand::publish(const QByteArray &payload, bool isText, bool last)
{
    m_client.publish(m_topic, payload, isText, this,
                     [this, last](const Result<Position> &position) {
                         if (!position)
                             return fail(position.error());
                         printLine(u"%1-%2"_s.arg(position->page).arg(position->sequence));
                         if (last)
                             finish(Done);
                         else
                             publishNextLine();
                     });
}

// One after the other, so that the order of the lines is the order of the messages.
void PublishCommand::publishNextLine()
{
    std::string line;
    if (!std::getline(std::cin, line))
        return finish(Done);
    publish(QByteArray::fromStdString(line), true, false);
}

} // namespace parley::app
