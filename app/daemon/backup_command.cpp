#include "app/daemon/backup_command.h"

#include <cstdio>

#include "app/common/data_paths.h"
#include "server/broker/broker.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

void addDataOption(QCommandLineParser &parser)
{
    parser.addOption(
        {u"data"_s, u"Data directory of the broker."_s, u"DIR"_s, defaultDataDirectory()});
}

} // namespace

QString BackupCommand::name() const
{
    return u"backup"_s;
}

QString BackupCommand::summary() const
{
    return u"copy a broker's data, also while it runs"_s;
}

QStringList BackupCommand::usage() const
{
    return {u"backup [--data DIR] TARGET"_s};
}

void BackupCommand::addOptions(QCommandLineParser &parser) const
{
    addDataOption(parser);
}

void BackupCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    if (words.size() != 1)
        return failUsage(u"backup takes the directory to make"_s);
    const auto done
        = Broker::backUp(parser.value(u"data"_s).toStdString(), words.first().toStdString());
    if (!done)
        return fail(done.error());
    std::fputs("parleyd: the key that opens webhooks' secrets is not in the backup; keep a copy of "
               "it (DATA/secret-key, or the file you named) elsewhere\n",
               stderr);
    finish(Done);
}

QString RestoreCommand::name() const
{
    return u"restore"_s;
}

QString RestoreCommand::summary() const
{
    return u"make a data directory out of a backup"_s;
}

QStringList RestoreCommand::usage() const
{
    return {u"restore [--data DIR] BACKUP"_s};
}

void RestoreCommand::addOptions(QCommandLineParser &parser) const
{
    addDataOption(parser);
}

void RestoreCommand::run(const QCommandLineParser &parser, const QStringList &words)
{
    if (words.size() != 1)
        return failUsage(u"restore takes the directory that backup made"_s);
    const auto done
        = Broker::restore(words.first().toStdString(), parser.value(u"data"_s).toStdString());
    if (!done)
        return fail(done.error());
    std::fputs("parleyd: put the key of then beside it as secret-key (mode 600) before the first "
               "start, or name it with --secret-key-file; without it webhooks stay paused until "
               "they are made anew\n",
               stderr);
    finish(Done);
}

} // namespace parley::app
