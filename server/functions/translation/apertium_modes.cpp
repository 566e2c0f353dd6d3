#include "server/functions/translation/apertium_modes.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace parley::functions {
namespace {

using namespace Qt::StringLiterals;

// Puts full paths in. Returns what is missing, or nothing.
QString resolve(std::vector<StageCommand> &stages, const QStringList &programFolders)
{
    for (StageCommand &stage : stages) {
        const QString program = QString::fromStdString(stage.program);
        const QString path = QStandardPaths::findExecutable(program, programFolders);
        if (path.isEmpty())
            return program + u" is not installed"_s;
        stage.program = path.toStdString();
        for (const std::string &argument : stage.arguments) {
            if (argument.front() == '/' && !QFile::exists(QString::fromStdString(argument)))
                return u"a data file is missing"_s;
        }
    }
    return {};
}

Result<std::vector<StageCommand>> readMode(const QString &path)
{
    constexpr qint64 kMaxBytes = 64 * 1024; // the parser refuses less than that
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, "cannot be read"};
    const QByteArray bytes = file.read(kMaxBytes);
    return parseModeFile({bytes.constData(), std::size_t(bytes.size())});
}

} // namespace

ApertiumModes ApertiumModes::discover(const QString &folder, const QStringList &programFolders)
{
    ApertiumModes modes;
    const QDir dir(folder);
    if (!dir.exists()) {
        modes.problem = u"Apertium is not installed"_s;
        return modes;
    }
    const QStringList files = dir.entryList({u"*.mode"_s}, QDir::Files, QDir::Name);
    for (const QString &file : files.first(std::min(files.size(), qsizetype(kMaxFiles)))) {
        const auto name = parseModeName(file.toStdString());
        if (!name)
            continue;
        const Key key{QString::fromStdString(name->source), QString::fromStdString(name->target)};
        if (modes.pairs.contains(key)) // sorted by name: the plain pair stands before its variants
            continue;
        auto stages = readMode(dir.filePath(file));
        const QString missing = stages ? resolve(*stages, programFolders)
                                       : QString::fromStdString(stages.error().message);
        if (missing.isEmpty())
            modes.pairs.emplace(key, ApertiumPair{QString::fromStdString(name->pair), *stages});
        else if (modes.problem.isEmpty())
            modes.problem = u"pair %1: %2"_s.arg(QString::fromStdString(name->pair), missing);
    }
    if (modes.pairs.empty() && modes.problem.isEmpty())
        modes.problem = u"Apertium has no language pair installed"_s;
    return modes;
}

} // namespace parley::functions
