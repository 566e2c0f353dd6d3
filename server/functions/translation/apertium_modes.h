#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <QString>
#include <QStringList>

#include "server/functions/translation/mode_file.h"

namespace parley::functions {

struct ApertiumPair {
    QString name{}; // "eng-spa"
    std::vector<StageCommand> stages{}; // programs with their full path
};

// The language pairs that are installed here: looked for in a folder of .mode files. A pair counts
// only when all its programs and data files are there. Thread: any (a value).
struct ApertiumModes {
    static constexpr int kMaxFiles = 2000; // the whole archive has about 600

    using Key = std::pair<QString, QString>; // source and target, BCP 47

    std::map<Key, ApertiumPair> pairs{};
    QString problem{}; // for people; empty when all found pairs can be used

    //! \param programFolders where to look for programs; empty means PATH.
    static ApertiumModes discover(const QString &folder, const QStringList &programFolders);
};

} // namespace parley::functions
