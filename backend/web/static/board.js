"use strict";

// Turns the page and brings new figures without ever leaving a blank screen: what is shown stays until the next
// page is there, and is marked as not updated when it does not come. Without scripts the page reloads itself.
async function turn() {
  const board = document.getElementById("board");
  try {
    const answer = await fetch(board.dataset.next, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
    board.replaceWith(document.adoptNode(next));
  } catch {
    board.classList.add("not-updated");
  }
  wait();
}

function wait() {
  setTimeout(turn, Number(document.getElementById("board").dataset.seconds) * 1000);
}

wait();
