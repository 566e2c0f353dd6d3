#pragma once

#include <QList>
#include <QString>

#include "ui/common/kept_list.h"

namespace parley::ui {

// A message to test a webhook with.
struct Sample {
    QString name{};
    QString text{};
    bool isOwn = false; // kept by somebody; else it is always there
};

// The messages that webhooks are tested with: some that are always there, and those that somebody
// kept, in the window's settings. Messages, so never secrets. Thread: GUI.
class SampleBook final
{
public:
    static constexpr int kMostOwn = 50; // a list that one looks through
    static constexpr int kMostBytes = 64 * 1024; // of one; the settings are a small file

    explicit SampleBook(const QString &file); // INI; "" keeps them for as long as the book lives

    QList<Sample> samples() const;
    //! Replaces one of the same name. "" when it is kept, else why not: a sentence.
    QString keep(const QString &name, const QString &text);
    void forget(const QString &name);

private:
    void write() const;

    KeptList m_kept;
    QList<Sample> m_own{};
};

} // namespace parley::ui
