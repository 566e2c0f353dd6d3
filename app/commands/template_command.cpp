#include "app/commands/template_command.h"

#include <QFile>
#include <QJsonDocument>

#include "app/commands/broker_connection.h"
#include "app/commands/terminal_text.h"
#include "server/client/access_client.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

constexpr qint64 kMaxFileBytes = 64 * 1024; // a template is a page of text

QString variablesText(const client::TemplateInfo &info)
{
    QStringList names;
    for (const client::TemplateVariable &variable : info.variables)
        names += variable.isList() ? variable.name + u"[]"_s : variable.name;
    return names.join(u' ');
}

Result<client::TemplateInfo> templateIn(const QString &name, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFileBytes)
        return Error{ErrorCode::InvalidArgument,
                     path.toStdString() + " cannot be read or is no template"};
    QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    json[u"name"_s] = name;
    return client::templateInfoFrom(json);
}

} // namespace

QString TemplateCommand::name() const
{
    return u"template"_s;
}

QString TemplateCommand::summary() const
{
    return u"list, show, put and delete what tokens are issued from"_s;
}

QStringList TemplateCommand::usage() const
{
    return {u"template list"_s, u"template show NAME"_s, u"template put NAME FILE.json"_s,
            u"template delete NAME"_s};
}

void TemplateCommand::addOptions(QCommandLineParser &parser) const
{
    addConnectionOptions(parser);
}

void TemplateCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    const QString verb = words.value(0);
    const bool known = (verb == u"list" && words.size() == 1)
        || ((verb == u"show" || verb == u"delete") && words.size() == 2)
        || (verb == u"put" && words.size() == 3);
    if (!known)
        return failUsage(u"template takes one of these:"_s);
    const auto address = brokerAddress(parser);
    if (!address)
        return fail(address.error());
    m_client.setAddress(*address);
    if (verb == u"list")
        list();
    else if (verb == u"show")
        show(words.last());
    else if (verb == u"put")
        put(words.at(1), words.at(2));
    else
        m_client.access().deleteTemplate(words.last(), this,
                                         answer<client::Nothing>([](const client::Nothing &) {}));
}

void TemplateCommand::list()
{
    m_client.access().templates(this, answer<QList<client::TemplateInfo>>([](const auto &all) {
                                    for (const client::TemplateInfo &info : all)
                                        printLine(u"%1\t%2\t%3"_s.arg(
                                            info.name, variablesText(info), harmless(info.title)));
                                }));
}

void TemplateCommand::show(const QString &name)
{
    m_client.access().templates(this, [this, name](const Result<QList<client::TemplateInfo>> &all) {
        if (!all)
            return fail(all.error());
        for (const client::TemplateInfo &info : *all)
            if (info.name == name) {
                printLine(
                    QString::fromUtf8(QJsonDocument(client::toJson(info)).toJson()).trimmed());
                return finish(Done);
            }
        fail({ErrorCode::NotFound, "no such template"});
    });
}

void TemplateCommand::put(const QString &name, const QString &file)
{
    const auto info = templateIn(name, file);
    if (!info)
        return fail(info.error());
    m_client.access().putTemplate(*info, this,
                                  answer<client::Nothing>([](const client::Nothing &) {}));
}

} // namespace parley::app
