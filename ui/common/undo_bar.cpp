#include "ui/common/undo_bar.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

UndoBar::UndoBar(QWidget *parent) : QWidget(parent)
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_label = label({}, card);
    auto *undo = linkButton(tr("Undo"), card);
    undo->setShortcut(QKeySequence::Undo);
    undo->setToolTip(tr("Undo (%1)").arg(QKeySequence(QKeySequence::Undo).toString()));
    auto *inner = new QHBoxLayout(card);
    inner->setContentsMargins(14, 6, 8, 6);
    inner->addWidget(m_label);
    inner->addWidget(undo);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 8);
    layout->addStretch();
    layout->addWidget(card);
    layout->addStretch();
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::tick);
    connect(undo, &QPushButton::clicked, this, &UndoBar::undoNow);
    hide();
}

void UndoBar::offer(const QString &text, std::function<void()> commit, std::function<void()> undo)
{
    if (!m_guard)
        return offerUnguarded(text, std::move(commit), std::move(undo));
    m_guard(
        text, [this, text, commit, undo] { offerUnguarded(text, commit, undo); }, undo);
}

void UndoBar::doNow(const QString &what, std::function<void()> act)
{
    if (m_guard)
        m_guard(what, std::move(act), [] {});
    else
        act();
}

void UndoBar::offerUnguarded(const QString &text, std::function<void()> commit,
                             std::function<void()> undo)
{
    commitNow(); // the one before has had its chance
    m_text = text;
    m_commit = std::move(commit);
    m_undo = std::move(undo);
    m_left = kSeconds + 1;
    m_timer.start();
    tick();
    show();
}

void UndoBar::tick()
{
    if (--m_left <= 0) {
        commitNow();
        return;
    }
    m_label->setText(tr("%1 — %2 s").arg(m_text).arg(m_left));
}

void UndoBar::commitNow()
{
    const auto commit = std::exchange(m_commit, nullptr);
    finish();
    if (commit)
        commit();
}

void UndoBar::undoNow()
{
    const auto undo = std::exchange(m_undo, nullptr);
    finish();
    if (undo)
        undo();
}

void UndoBar::finish()
{
    m_timer.stop();
    m_commit = nullptr;
    m_undo = nullptr;
    hide();
}

} // namespace parley::ui
